import { causeLines, likelyCause, PLAYBOOK_CAUSES } from "../../operations/causes/causes";
import { TERRAFORM_CAUSES } from "../../operations/causes/terraform";
import { textOf } from "../style/tracked-files";

/** What tools say, by the name of the cause that it must lead to; each row of the table has at least one. */
const SAID: readonly (readonly [string, string])[] = [
  [
    "Host key changed",
    "Failed to connect to the host via ssh: @@@@@@@\nWARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!\nHost key verification failed.",
  ],
  [
    "Host key changed",
    "Failed to connect to the host via ssh: No ED25519 host key is known for 51.159.1.2 and you have requested strict checking.\r\nHost key verification failed.",
  ],
  ["Login refused", "Failed to connect to the host via ssh: ubuntu@51.159.1.2: Permission denied (publickey)."],
  ["Name does not resolve", "Temporary failure resolving 'mirror.test'"],
  ["Name does not resolve", "Request failed: <urlopen error [Errno -3] Temporary failure in name resolution>"],
  [
    "Deployment timeout",
    "Failed to connect to the host via ssh: ssh: connect to host 51.159.1.2 port 22: Connection timed out",
  ],
  ["Deployment timeout", "Timeout (32s) waiting for privilege escalation prompt: "],
  ["Not reached", "Failed to connect to the host via ssh: ssh: connect to host 51.159.1.2 port 22: Connection refused"],
  [
    "ssh ended early",
    'Data could not be sent to remote host "51.159.1.2". Make sure this host can be reached over ssh: [Errno 32] Broken pipe',
  ],
  [
    "Host key changed",
    'Data could not be sent to remote host "51.159.1.2". Make sure this host can be reached over ssh: Host key verification failed.\r\n',
  ],
  ["sudo asks for a password", "Missing sudo password"],
  ["sudo asks for a password", "MODULE FAILURE\nsudo: a password is required"],
  ["Python missing", "/bin/sh: 1: /usr/bin/python3: not found"],
  [
    "Python missing",
    "The module failed to execute correctly, you probably need to set the interpreter.\n/bin/sh: /usr/bin/python3: No such file or directory",
  ],
  [
    "apt is locked",
    "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 24459 (unattended-upgr)\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?",
  ],
  ["apt is locked", "Failed to lock apt for exclusive operation: Failed to lock directory /var/lib/apt/lists/"],
  [
    "Clock is off",
    "E: Release file for http://mirror.test/debian/dists/bookworm/InRelease is not valid yet (invalid for another 3h 12min 4s). Updates for this repository will not be applied.",
  ],
  [
    "dpkg was interrupted",
    "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.",
  ],
  [
    "Version not in the repository",
    "Failed to update apt cache: E:The repository 'https://downloads.opennebula.io/repo/7.9/Ubuntu/24.04 stable Release' does not have a Release file.",
  ],
  ["Version not in the repository", "404  Not Found [IP: 203.0.113.20 80]"],
  ["Version not in the repository", "No package matching 'opennebula-form' is available"],
  ["Package repository out of reach", "Failed to update apt cache: unknown reason"],
  [
    "Package repository out of reach",
    "E: Failed to fetch https://downloads.opennebula.io/repo/7.0/Ubuntu/24.04/dists/stable/InRelease  Could not connect to downloads.opennebula.io:443 (203.0.113.20), connection timed out",
  ],
  ["Disk full", "[Errno 28] No space left on device: '/var/lib/one/datastores/1'"],
  ["Disk full", "E: You don't have enough free space in /var/cache/apt/archives/."],
  [
    "No KVM",
    "Could not access KVM kernel module: No such file or directory\nqemu-system-x86_64: failed to initialize kvm: /dev/kvm",
  ],
  ["No KVM", "modprobe: ERROR: could not insert 'kvm_intel': Operation not supported"],
  ["Network", "Error in network definition: br0: interface 'enp5s0' is not defined (netplan generate)"],
  ["Network", 'Cannot find device "vmtovm"'],
  [
    "one_version is no text",
    "Please make sure [context.PASSWORD, one_pass, one_token, one_version] are valid strings.",
  ],
  ["Password too weak", 'Password validation failed for "one_pass". Ensure the password meets the following criteria:'],
  [
    "MariaDB refuses the login",
    "ERROR 1045 (28000): Access denied for user 'oneadmin'@'localhost' (using password: YES)",
  ],
  ["oned does not come up", "Abort after timeout\nFailed as requested from task"],
  [
    "oned does not come up",
    "Unable to start service opennebula: Job for opennebula.service failed because the control process exited with error code.",
  ],
];

const SAID_BY_TERRAFORM: readonly (readonly [string, string])[] = [
  ["IAM permission sets", "Error: scaleway-sdk-go: insufficient permissions: write iam_policy"],
  ["IAM permission sets", "Error: scaleway-sdk-go: resource permission_set with ID ElasticMetalFullAcces is not found"],
  [
    "TLS provider version",
    "Could not retrieve the list of available versions for provider hashicorp/tls: no available releases match the\ngiven constraints ~> 9.0",
  ],
  [
    "TLS provider version",
    "Error: Incompatible provider version\n\nProvider registry.terraform.io/hashicorp/tls v2.2.0 does not have a package\navailable for your current platform, linux_arm64.",
  ],
  ["VPC and VLAN", "Error: the VLAN of host01 is not known: its private network is not attached"],
  [
    "Virtual MAC without its answer",
    "Error: scaleway-sdk-go: http error 409 Conflict: resource mac_address: resource already exists",
  ],
];

test.each(SAID)("%s: %j", (name, said) => {
  expect(likelyCause(PLAYBOOK_CAUSES, said)?.name).toBe(name);
});

test.each(SAID_BY_TERRAFORM)("of Terraform's: %s: %j", (name, said) => {
  expect(likelyCause(TERRAFORM_CAUSES, said)?.name).toBe(name);
});

test("every cause is led to by something that a tool says, and has a name of its own", () => {
  const names = [...PLAYBOOK_CAUSES, ...TERRAFORM_CAUSES].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect([...new Set([...SAID, ...SAID_BY_TERRAFORM].map(([name]) => name))].sort()).toEqual([...names].sort());
});

test.each([
  "Unsupported parameters for (ansible.builtin.copy) module: modus",
  "non-zero return code",
  "the output has been hidden due to the fact that 'no_log: true' was specified for this result",
])("no cause is invented for %j", (said) => {
  expect(likelyCause(PLAYBOOK_CAUSES, said)).toBeUndefined();
});

test("a cause is shown without Markdown", () => {
  expect(causeLines({ name: "n", says: /x/, because: "On `br0`.", fix: "Ask `<host>`." }, "fe")).toEqual([
    "Likely cause: On br0.",
    "-> Ask fe.",
  ]);
});

test("docs/troubleshooting.md has every row, word by word, in the order in which they are tried", () => {
  const row = ({ name, because, fix }: (typeof PLAYBOOK_CAUSES)[number]) => `| ${name} | ${because} | ${fix} |`;
  const shown = textOf("docs/troubleshooting.md")
    .split("\n")
    .filter((line) => /^\| [^-|]/.test(line) && !line.startsWith("| what |"));
  expect(shown).toEqual([...PLAYBOOK_CAUSES, ...TERRAFORM_CAUSES].map(row));
});
