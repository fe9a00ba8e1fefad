import { reasonOf } from "../disk/file-error";
import { type Call, command, failed, type Outcome, pathOf } from "./command";

interface Options {
  nonblocking: boolean;
  seconds?: number;
  conflictCode: number;
  unlock: boolean;
  command?: string;
}

/** flock(1) on a file with a command, or on a descriptor that the script opened; the latter is held until the script ends. */
export const flock = command("flock", async (call) => {
  const options: Options = { nonblocking: false, conflictCode: 1, unlock: false };
  const rest = [...call.args];
  while (rest[0]?.startsWith("-") && rest[0] !== "-") {
    const word = rest.shift()!;
    if (word === "-n" || word === "--nonblock" || word === "--nb") options.nonblocking = true;
    else if (word === "-w" || word === "--timeout" || word === "--wait") options.seconds = Number(rest.shift());
    else if (word === "-E" || word === "--conflict-exit-code") options.conflictCode = Number(rest.shift());
    else if (word === "-u" || word === "--unlock") options.unlock = true;
    else if (!["-x", "-e", "-s", "-o", "-F", "--exclusive", "--shared", "--close"].includes(word))
      return failed(call, `invalid option -- '${word}'`, 64);
  }
  const [target, ...argv] = rest;
  if (target === undefined) return failed(call, "requires file descriptor, file or directory", 64);
  if (/^\d+$/.test(target) && argv.length === 0) return onDescriptor(call, options, Number(target));
  const path = pathOf(call, target);
  try {
    if (!call.files.exists(path)) call.files.write(path, Buffer.alloc(0));
  } catch (error) {
    return failed(call, `cannot open lock file ${target}: ${reasonOf(error)}`, 66);
  }
  const release = await acquire(call, options, path);
  if (!release) return { exitCode: options.conflictCode };
  try {
    return argv[0] === "-c"
      ? await call.runScript(argv[1] ?? "", { stdin: call.stdin() })
      : await call.run(argv, { stdin: call.stdin() });
  } finally {
    release();
  }
});

async function onDescriptor(call: Call, options: Options, descriptor: number): Promise<Outcome> {
  const path = call.descriptors.get(descriptor);
  if (path === undefined) return failed(call, `${descriptor}: Bad file descriptor`, 65);
  if (options.unlock) return {};
  const release = await acquire(call, options, path);
  if (!release) return { exitCode: options.conflictCode };
  call.shell.onExit.push(release);
  return {};
}

/** Undefined when the lock is held and the caller does not want to wait (longer). */
async function acquire(call: Call, options: Options, path: string): Promise<(() => void) | undefined> {
  const { locks } = call.machine;
  if (options.nonblocking && locks.isHeld(path)) return undefined;
  const got = locks.acquire(path);
  if (options.seconds === undefined) return got;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), options.seconds! * 1000);
  });
  const release = await Promise.race([got, late]);
  clearTimeout(timer);
  if (!release) void got.then((free) => free());
  return release;
}
