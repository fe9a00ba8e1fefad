import { accessText } from "../../operations/access-text";
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
