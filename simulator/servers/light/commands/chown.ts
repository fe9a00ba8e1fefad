import { findAccount, findGroup } from "../disk/accounts";
import { reasonOf } from "../disk/file-error";
import { type Call, command, failed, pathOf } from "./command";

/** chown and chgrp. */
export const chown = command(["chown", "chgrp"], (call) => {
  const options = call.args.filter((word) => /^-./.test(word));
  const [spec, ...targets] = call.args.filter((word) => !/^-./.test(word));
  const unknown = options.find((word) => !/^(-[RhvcfLPH]+|--recursive|--no-dereference|--)$/.test(word));
  if (unknown) return failed(call, `unrecognized option '${unknown}'`);
  if (spec === undefined || targets.length === 0) return failed(call, "missing operand");
  const recursive = options.some((word) => word === "--recursive" || /^-[a-zA-Z]*R/.test(word));
  let change: { uid?: number; gid?: number };
  try {
    change = ownerChange(call, call.name === "chgrp" ? `:${spec}` : spec);
  } catch (error) {
    return failed(call, (error as Error).message);
  }
  const failures = targets.flatMap((target) => {
    try {
      changeTree(call, pathOf(call, target), change, recursive);
      return [];
    } catch (error) {
      const missing = !call.files.exists(pathOf(call, target));
      return [`${call.name}: ${missing ? "cannot access" : "changing ownership of"} '${target}': ${reasonOf(error)}\n`];
    }
  });
  return { stderr: failures.join(""), exitCode: failures.length > 0 ? 1 : 0 };
});

/** @throws Error in chown's words for an account or group that does not exist. */
export function ownerChange(call: Call, spec: string): { uid?: number; gid?: number } {
  const [user = "", group] = spec.split(/[:.]/);
  const change: { uid?: number; gid?: number } = {};
  if (user !== "") {
    const account = findAccount(call.machine.disk, /^\d+$/.test(user) ? Number(user) : user);
    if (!account && !/^\d+$/.test(user)) throw new Error(`invalid user: '${spec}'`);
    change.uid = account?.uid ?? Number(user);
    if (group === "" && account) change.gid = account.gid;
  }
  if (group) {
    const found = findGroup(call.machine.disk, /^\d+$/.test(group) ? Number(group) : group);
    if (!found && !/^\d+$/.test(group)) throw new Error(`invalid group: '${spec}'`);
    change.gid = found?.gid ?? Number(group);
  }
  return change;
}

function changeTree(call: Call, path: string, change: { uid?: number; gid?: number }, recursive: boolean): void {
  call.files.setAttributes(path, change);
  if (!recursive || call.files.lstat(path).kind !== "directory") return;
  for (const name of call.files.list(path)) changeTree(call, `${path}/${name}`, change, recursive);
}
