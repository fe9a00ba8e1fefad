import { enterRehearsedCloud } from "../../operations/rehearsed-clouds";

const before = { ...process.env };
afterEach(() => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, before);
});

test("a command on a rehearsal has the rehearsal's environment, and its own where that says nothing else", () => {
  process.env.AWS_PROFILE = "office";
  enterRehearsedCloud("rehearsal", {
    props: { name: "rehearsal", servers: "metal" },
    // As `simulate env` makes it: from the environment of whoever asks.
    environment: () => {
      const { AWS_PROFILE, ...kept } = process.env;
      return { ...kept, ANSIBLE_SSH_EXTRA_ARGS: "-o ProxyCommand=in" };
    },
  });
  expect(process.env).toMatchObject({ PATH: before.PATH, ANSIBLE_SSH_EXTRA_ARGS: "-o ProxyCommand=in" });
  expect(process.env).not.toHaveProperty("AWS_PROFILE");
});

test("servers that answer from memory are refused before anything is started", () => {
  const environment = jest.fn();
  expect(() => enterRehearsedCloud("demo", { props: { name: "demo", servers: "light" }, environment })).toThrow(
    /make rehearsal deploys to virtual machines/,
  );
  expect(environment).not.toHaveBeenCalled();
});

test("any other deployment is left alone", () => {
  enterRehearsedCloud("prod", undefined);
  expect(process.env).toEqual(before);
});
