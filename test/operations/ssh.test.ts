import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { EXIT_CODES } from "../../config/exit-codes";
import { remoteCommand } from "../../operations/login";
import { logIn, operatorsSshArguments, runBySsh, sshArguments } from "../../operations/ssh";

// Loopback addresses only: were the stand-in of ssh passed by, the real one would go nowhere else.
const PATH = process.env.PATH;
let folder: string;
let inventoryFolder: string;
const target = () => ({ inventoryFolder, config: { ssh: { user: "ubuntu" } } });
const way = (address: string) => sshArguments(target(), address, undefined);
const calls = () => readFileSync(join(folder, "calls"), "utf8").split("\n").slice(0, -1);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ssh-test-"));
  inventoryFolder = join(folder, "inventory");
  mkdirSync(inventoryFolder);
  const hosts = "{fe: {ansible_ssh_host: 127.0.0.10}, host01: {ansible_ssh_host: 127.0.0.11}}";
  writeFileSync(
    join(inventoryFolder, "hosts.yml"),
    `all: {hosts: ${hosts}, children: {frontend: {hosts: {fe: {}}}}}\n`,
  );
  writeFileSync(
    join(folder, "ssh"),
    `#!/bin/sh\nprintf '%s\\n' "$@" > "${folder}/calls"\ncase "$*" in *BatchMode*) echo said; echo wrong >&2 ;; esac\nexit 7\n`,
  );
  chmodSync(join(folder, "ssh"), 0o755);
  process.env.PATH = [folder, PATH].join(delimiter);
});
afterEach(() => {
  process.env.PATH = PATH;
  rmSync(folder, { recursive: true });
});

const attempt = (host: string, command: readonly string[] = []) =>
  logIn({ target: target(), host, command, way, typed: "make ssh" });

test("a host of the inventory is logged in to by its public address, with the command as it was typed", () => {
  expect(attempt("host01", ["uptime; id"])).toBe(7);
  expect(calls().slice(-2)).toEqual(["ubuntu@127.0.0.11", "uptime; id"]);
});

test.each([
  ["", "HOST is not given; the hosts are fe, host01."],
  ["host9", "HOST is host9; the hosts are fe, host01."],
])("HOST=%s is refused with the names, and nothing is run", (host, words) => {
  expect(() => attempt(host)).toThrow(expect.objectContaining({ exitCode: EXIT_CODES.usage }));
  expect(() => attempt(host)).toThrow(`${words}\nFor example: make ssh HOST=fe`);
  expect(existsSync(join(folder, "calls"))).toBe(false);
});

test("before anything is deployed there is no host to name", () => {
  rmSync(join(inventoryFolder, "hosts.yml"));
  expect(() => attempt("fe")).toThrow("the hosts are not deployed yet");
});

test("what a program asks a host comes back with what it said and its exit code", () => {
  expect(runBySsh(way, "127.0.0.10", "id")).toEqual({ status: 7, output: "said\nwrong" });
  expect(calls()).toContain("BatchMode=yes");
});

test("the operator's settings are added behind the pinned key and the login key, which they cannot change", () => {
  writeFileSync(join(inventoryFolder, "id_ed25519"), "");
  const extra = "-o 'ProxyCommand=nc -x proxy:1080 %h %p' -o StrictHostKeyChecking=no";
  const words = operatorsSshArguments(target(), "127.0.0.10", { ANSIBLE_SSH_EXTRA_ARGS: extra });
  expect(words.filter((word) => word !== "-o")).toEqual([
    "StrictHostKeyChecking=yes",
    `UserKnownHostsFile=${join(inventoryFolder, "known_hosts")}`,
    "GlobalKnownHostsFile=/dev/null",
    `IdentityFile=${join(inventoryFolder, "id_ed25519")}`,
    "IdentitiesOnly=yes",
    "ProxyCommand=nc -x proxy:1080 %h %p",
    "StrictHostKeyChecking=no",
    "ubuntu@127.0.0.10",
  ]);
});

test("settings that cannot be read are a mistake of the environment", () => {
  const wrong = { ANSIBLE_SSH_EXTRA_ARGS: "-o 'ProxyCommand=" };
  expect(() => operatorsSshArguments(target(), "127.0.0.10", wrong)).toThrow("ANSIBLE_SSH_EXTRA_ARGS cannot be read");
});

test("what runs there: the words after --, COMMAND, or a shell", () => {
  expect(remoteCommand(["ls", "-l"], { COMMAND: "id" })).toEqual(["ls", "-l"]);
  expect(remoteCommand([], { COMMAND: "uptime; id" })).toEqual(["uptime; id"]);
  expect(remoteCommand([], { COMMAND: "" })).toEqual([]);
});
