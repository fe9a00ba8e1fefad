/** A deployment file with this number of workers; disposable, so that it can be destroyed in one step. */
export function deploymentText(workers: number): string {
  return `project: bench\nregion: fr-par\nzone: fr-par-2\nservers: {workers: ${workers}}\ndisposable: true\n`;
}
