/** What the words of an `scp -t` or `scp -f` ask for. */
export interface ScpOptions {
  readonly recursive: boolean;
  readonly targetIsFolder: boolean;
  readonly preserve: boolean;
  readonly path: string;
}
