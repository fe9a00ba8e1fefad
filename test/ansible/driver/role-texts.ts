// What a role's own files say about it, without running it.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

type Task = Readonly<Record<string, unknown>>;

export class RoleTexts {
  constructor(private readonly folder: string) {}

  readonly read = (path: string): string => readFileSync(join(this.folder, path), "utf8");

  private get taskFiles(): string[] {
    return readdirSync(join(this.folder, "tasks")).map((name) => `tasks/${name}`);
  }

  get tasks(): Task[] {
    return this.taskFiles.flatMap((file) => parse(this.read(file)) as Task[]);
  }

  /** Tasks that write a secret somewhere. */
  get secretTasks(): Task[] {
    return this.tasks.filter((task) => /secret_key|key_in_use/.test(JSON.stringify(task)));
  }

  /** Names of defaults that no task mentions. */
  get unusedDefaults(): string[] {
    const text = this.taskFiles.map(this.read).join("\n");
    return Object.keys(parse(this.read("defaults/main.yml")) as object).filter((name) => !text.includes(name));
  }

  /** Names that the contract requires of an inventory and no task mentions. */
  get unusedRequirements(): string[] {
    if (!existsSync(join(this.folder, "meta/argument_specs.yml"))) return [];
    const specs = parse(this.read("meta/argument_specs.yml"), { merge: true }).argument_specs.main.options as object;
    const text = this.taskFiles.map(this.read).join("\n");
    return Object.keys(specs).filter((name) => !text.includes(name));
  }
}
