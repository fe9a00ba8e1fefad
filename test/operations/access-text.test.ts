import { accessText } from "../../operations/access-text";
import { findingsText } from "../../operations/deployment-check/finding";
import { FIXTURE } from "../ansible/project";
import { REPOSITORY } from "./ansible-stubs";

test("the installed cloud is told by its front-end's public address, the password by its file alone", () => {
  expect(accessText(FIXTURE, REPOSITORY).map((line) => line.trim())).toEqual([
    "web       http://203.0.113.10:2616/fireedge",
    "API       http://203.0.113.10:2633/RPC2 (XML-RPC)",
    "user      oneadmin",
    "password  in test/ansible/fixtures/inventory/secrets/one_password",
  ]);
});

test("the table of a check shows what failed first, what was not run with its reason, then the numbers", () => {
  const text = findingsText([
    { check: "disk of fe", status: "ok", what: "50 GiB free", remedy: "" },
    { check: "Flexible IPs", status: "not run", what: "no key", remedy: "" },
    { check: "clock of fe", status: "failed", what: "60 s ahead", remedy: "Set it." },
  ]);
  expect(text.split("\n")).toEqual([
    "  failed   clock of fe   60 s ahead",
    "           -> Set it.",
    "  not run  Flexible IPs  no key",
    "  ok       disk of fe    50 GiB free",
    "",
    "1 ok, 1 failed, 1 not run. Nothing was changed.",
  ]);
});
