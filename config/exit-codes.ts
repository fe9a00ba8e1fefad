/**
 * Exit codes of main.ts and of the commands around it.
 * `cdktf` itself turns every failure of main.ts into 1.
 */
export const EXIT_CODES = { ok: 0, failed: 1, changes: 2, unhealthy: 3, usage: 64 } as const;

/** One sentence of Markdown for each. 64 is EX_USAGE of sysexits.h, 2 is that of `terraform plan -detailed-exitcode`. */
export const EXIT_CODE_MEANINGS: Readonly<Record<keyof typeof EXIT_CODES, string>> = {
  ok: "Done, or there was nothing to do.",
  failed: "Something failed while it was being done. `cdktf` exits with 1 whatever main.ts exits with.",
  changes: "A comparison was asked for and found differences.",
  unhealthy: "`make status` found something that is not as it should be, or could not look at it.",
  usage: "A mistake in the deployment file, in the environment or on the command line. Nothing was written or changed.",
};
