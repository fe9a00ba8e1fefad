import { bash } from "./bash";
import { cat, tee } from "./cat";
import { chown } from "./chown";
import { cloudInit } from "./cloud-init";
import { cmp } from "./cmp";
import type { Command } from "./command";
import { flock } from "./flock";
import { hostname, hostnamectl } from "./hostname";
import { getent, id, whoami } from "./identity";
import { install } from "./install";
import { execPath, openTargets } from "./interpreter-hooks";
import { ip } from "./ip";
import { ls } from "./ls";
import { mktemp } from "./mktemp";
import { netplan } from "./netplan";
import { networkctl } from "./networkctl";
import { power } from "./power";
import { logger, modprobe, nohup, sync, trap, ulimit, umask, uname } from "./process";
import { realpath } from "./realpath";
import { sshKeygen } from "./ssh-keygen";
import { sshd } from "./sshd";
import { stat } from "./stat";
import { sudo } from "./sudo";
import { systemctl } from "./systemctl";
import { systemdRun } from "./systemd-run";

/** Every program that a light server has beyond those of just-bash. */
export const COMMANDS: readonly Command[] = [
  ...[
    bash,
    chown,
    cloudInit,
    cmp,
    flock,
    getent,
    hostname,
    hostnamectl,
    id,
    install,
    ip,
    logger,
    mktemp,
    modprobe,
    netplan,
  ],
  ...[
    networkctl,
    nohup,
    power,
    realpath,
    sshKeygen,
    sshd,
    stat,
    sudo,
    sync,
    systemctl,
    systemdRun,
    trap,
    ulimit,
    umask,
    uname,
    whoami,
    execPath,
    openTargets,
    ls,
    cat,
    tee,
  ],
];

/** scp and sftp-server are served by the SSH daemon itself; they stand here so that `command -v scp` finds them. */
export const PROGRAM_NAMES: readonly string[] = [...COMMANDS.flatMap((one) => one.names), "scp", "ssh"];
