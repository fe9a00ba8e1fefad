let before: NodeJS.ProcessEnv | undefined;

/** Gives this process, and what it starts from now on, another environment. Installers keep the one it was started with. */
export function changeEnvironment(environment: NodeJS.ProcessEnv): void {
  before ??= { ...process.env };
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
}

/** For pip, Galaxy and git, which fetch from the internet also for a cloud that is rehearsed here and answers for nothing else. */
export function installerEnvironment(): NodeJS.ProcessEnv {
  return before ?? process.env;
}
