const { oneByOne } = require("../../toolchain/cdktf/one-by-one") as {
  oneByOne: (folder: string, environment: Record<string, string>) => Record<string, string>;
};

const behindProxy = { TF_VAR_ssh_proxy_host: "127.0.0.1" };

test("behind a proxy the stack that speaks SSH is applied one object after the other", () => {
  expect(oneByOne("cdktf.out/demo/stacks/network", behindProxy)).toEqual({ TF_CLI_ARGS_apply: "-parallelism=1" });
  expect(oneByOne("/a/stacks/network", { ...behindProxy, TF_CLI_ARGS_apply: "-lock=true" })).toEqual({
    TF_CLI_ARGS_apply: "-lock=true -parallelism=1",
  });
});

test("other stacks, and operators without a proxy, keep Terraform's own parallelism", () => {
  expect(oneByOne("cdktf.out/demo/stacks/instances", behindProxy)).toEqual({});
  expect(oneByOne("cdktf.out/demo/stacks/network", {})).toEqual({});
});
