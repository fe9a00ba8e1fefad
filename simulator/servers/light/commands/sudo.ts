import { type Account, findAccount } from "../disk/accounts";
import { type Call, command, findProgram, type Outcome } from "./command";

const SECURE_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin";
/** What `Defaults env_reset` lets through. */
const KEPT = ["TERM", "LANG", "LC_ALL", "DISPLAY", "SSH_TTY"];

interface Request {
  readonly user: string;
  readonly login: boolean;
  readonly shell: boolean;
  readonly keepEnv: boolean;
  readonly assignments: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
}

/** sudo of a server whose accounts need no password; the sudoers rules of /etc/sudoers.d decide who may. */
export const sudo = command("sudo", async (call) => {
  const request = readRequest(call.args);
  if (typeof request === "string") return { stderr: `sudo: ${request}\n`, exitCode: 1 };
  const target = findAccount(
    call.machine.disk,
    /^#\d+$/.test(request.user) ? Number(request.user.slice(1)) : request.user,
  );
  if (!target)
    return {
      stderr: `sudo: unknown user ${request.user}\nsudo: error initializing audit plugin sudoers_audit\n`,
      exitCode: 1,
    };
  const { account } = call.files;
  if (account.uid !== 0 && !mayRun(call, account)) return { stderr: "sudo: a password is required\n", exitCode: 1 };
  if (request.argv.length === 0 && !request.login && !request.shell) return {};
  return runAs(call, request, target);
});

function runAs(call: Call, request: Request, target: Account): Promise<Outcome> | Outcome {
  const { account } = call.files;
  const kept = Object.entries(call.env).filter(([name]) => request.keepEnv || KEPT.includes(name));
  const env: Record<string, string> = {
    ...Object.fromEntries(kept),
    PATH: SECURE_PATH,
    HOME: target.home,
    USER: target.name,
    LOGNAME: target.name,
    SHELL: target.shell,
    SUDO_USER: account.name,
    SUDO_UID: String(account.uid),
    SUDO_GID: String(account.gid),
    SUDO_COMMAND: request.argv.join(" "),
    ...request.assignments,
  };
  const options = { as: target, env, cwd: request.login ? target.home : call.cwd, stdin: call.stdin() };
  if (request.login || request.shell) {
    const words = request.argv.map((word) => word.replace(/[^\w@%+=:,./-]/g, "\\$&")).join(" ");
    return words === ""
      ? call.runScript(call.stdin().toString("utf8"), { ...options, stdin: undefined })
      : call.runScript(words, options);
  }
  const [name] = request.argv as [string];
  if (!findProgram(call, name, SECURE_PATH)) {
    call.machine.noteUnsupported(name);
    return { stderr: `sudo: ${name}: command not found\n`, exitCode: 1 };
  }
  return call.run(request.argv, options);
}

/** The rules of /etc/sudoers.d that need no password, for the account or one of its groups. */
function mayRun(call: Call, account: Account): boolean {
  const { disk } = call.machine;
  const rules = disk
    .children("/etc/sudoers.d")
    .flatMap((name) => (disk.text(`/etc/sudoers.d/${name}`) ?? "").split("\n"));
  const subjects = ["ALL", account.name, ...account.groups.map((group) => `%${group.name}`)];
  return rules.some((rule) => subjects.includes(rule.split(/\s+/)[0] ?? "") && /NOPASSWD:\s*ALL/.test(rule));
}

function readRequest(args: readonly string[]): Request | string {
  let user = "root";
  const on = new Set<string>();
  const rest = [...args];
  while (rest[0]?.startsWith("-")) {
    const option = rest.shift()!;
    if (option === "--") break;
    if (option === "-u" || option === "--user") user = rest.shift() ?? "";
    else if (option.startsWith("--user=")) user = option.slice(7);
    else if (option === "-g" || option === "-p") rest.shift();
    else if (option.startsWith("--preserve-env")) on.add("E");
    else if (option === "--non-interactive") on.add("n");
    else if (/^-[nHSEivskKb]+$/.test(option)) for (const letter of option.slice(1)) on.add(letter);
    else return `unrecognized option '${option}'`;
  }
  const assignments: Record<string, string> = {};
  while (/^[A-Za-z_]\w*=/.test(rest[0] ?? "")) {
    const [, name, value] = /^(\w+)=(.*)$/s.exec(rest.shift()!) as unknown as [string, string, string];
    assignments[name] = value;
  }
  const login = on.has("i");
  const shell = on.has("s");
  const quiet = on.has("v") || on.has("k") || on.has("K");
  if (rest.length === 0 && !login && !shell && !quiet)
    return "usage: sudo [-EHn] [-u user] [VAR=value] [-i | -s] [command [arg ...]]";
  return { user, login, shell, keepEnv: on.has("E"), assignments, argv: rest };
}
