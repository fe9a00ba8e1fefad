/** Of hosts, by number (OpenNebula's Host.h). */
const HOST_STATES = [
  "INIT",
  "MONITORING_MONITORED",
  "MONITORED",
  "ERROR",
  "DISABLED",
  "MONITORING_ERROR",
  "MONITORING_INIT",
  "MONITORING_DISABLED",
  "OFFLINE",
] as const;

/** Of virtual machines (VirtualMachine.h); one that is ACTIVE has a finer one, below. */
const MACHINE_STATES: readonly string[] = [
  ...["INIT", "PENDING", "HOLD", "ACTIVE", "STOPPED", "SUSPENDED", "DONE", "FAILED", "POWEROFF", "UNDEPLOYED"],
  ...["CLONING", "CLONING_FAILURE"],
];

/** Those that an operator meets; a machine passes through the others in seconds. */
const LCM_STATES: Readonly<Record<number, string>> = {
  1: "PROLOG",
  2: "BOOT",
  3: "RUNNING",
  4: "MIGRATE",
  8: "PROLOG_MIGRATE",
  11: "EPILOG",
  12: "SHUTDOWN",
  14: "FAILURE",
  16: "UNKNOWN",
  17: "HOTPLUG",
  18: "SHUTDOWN_POWEROFF",
  25: "HOTPLUG_NIC",
  36: "BOOT_FAILURE",
  37: "BOOT_MIGRATE_FAILURE",
  38: "PROLOG_MIGRATE_FAILURE",
  39: "PROLOG_FAILURE",
  40: "EPILOG_FAILURE",
  41: "EPILOG_STOP_FAILURE",
  42: "EPILOG_UNDEPLOY_FAILURE",
  44: "PROLOG_MIGRATE_POWEROFF_FAILURE",
  46: "PROLOG_MIGRATE_SUSPEND_FAILURE",
  47: "BOOT_UNDEPLOY_FAILURE",
  48: "BOOT_STOPPED_FAILURE",
  49: "PROLOG_RESUME_FAILURE",
  50: "PROLOG_UNDEPLOY_FAILURE",
  61: "PROLOG_MIGRATE_UNKNOWN_FAILURE",
};
const ACTIVE = 3;

export function hostState(number: number): string {
  return HOST_STATES[number] ?? `state ${number}`;
}

/** `RUNNING`, `POWEROFF`, `BOOT_FAILURE`, …; `ACTIVE (28)` for a passing one. */
export function machineState(state: number, lcmState: number): string {
  if (state !== ACTIVE) return MACHINE_STATES[state] ?? `state ${state}`;
  return LCM_STATES[lcmState] ?? `ACTIVE (${lcmState})`;
}
