import { applied, asShell, environmentOf } from "../../../simulator/commands/environment";
import { mustReachGoPrograms } from "../../../simulator/commands/run";
import { CloudDirectory } from "../../../simulator/store/cloud-directory";

const credentials = {
  accessKey: "SCWXXXXXXXXXXXXXXXXX",
  secretKey: "11111111-1111-4111-8111-111111111111",
  organizationId: "22222222-2222-4222-8222-222222222222",
  defaultProjectId: "22222222-2222-4222-8222-222222222222",
};
const environment = environmentOf(new CloudDirectory("/clouds/one"), 4711, credentials);

it("leads every client to the proxy, whatever case it reads the variable in", () => {
  for (const name of ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"]) {
    expect(environment.set[name]).toBe("http://127.0.0.1:4711");
  }
});

it("overrides what exempts hosts from the proxy", () => {
  const result = applied(environment, { NO_PROXY: "*", no_proxy: "api.scaleway.com", ALL_PROXY: "socks5://elsewhere" });
  expect([result.NO_PROXY, result.no_proxy]).toEqual(["127.0.0.1,localhost", "127.0.0.1,localhost"]);
  expect(result.ALL_PROXY).toBeUndefined();
});

it("leaves nothing of another account in the command's environment, and keeps the rest", () => {
  const own = {
    PATH: "/bin",
    AWS_CA_BUNDLE: "/ca",
    AWS_ACCESS_KEY_ID: "real",
    AWS_PROFILE: "real",
    SCW_PROFILE: "real",
    SCW_SECRET_KEY: "real",
    SCW_DEFAULT_PROJECT_ID: "real",
    SCW_API_URL: "https://api.scaleway.com",
    SCALEWAY_TOKEN: "real",
  };
  const result = applied(environment, own);
  expect(Object.values(result)).not.toContain("real");
  expect(result).toMatchObject({ PATH: "/bin", SCW_SECRET_KEY: credentials.secretKey });
  expect(result).not.toHaveProperty("AWS_CA_BUNDLE");
  expect(result).not.toHaveProperty("SCW_API_URL");
});

it("sends SSH of Terraform's connections through the same proxy", () => {
  expect(environment.set).toMatchObject({
    TF_VAR_ssh_proxy_scheme: "socks5",
    TF_VAR_ssh_proxy_host: "127.0.0.1",
    TF_VAR_ssh_proxy_port: "4711",
  });
});

it("sends Ansible's SSH there too, by a command that carries a terminal to a server", () => {
  expect(environment.set.ANSIBLE_SSH_EXTRA_ARGS).toMatch(
    /^-o 'ProxyCommand=.*launch\.cjs.*connect.*\/clouds\/one.* %h %p'$/,
  );
});

it("quotes what a shell evaluates", () => {
  const lines = asShell({ set: { SSL_CERT_FILE: "/clouds/it's mine/ca.pem" }, unset: ["AWS_CA_BUNDLE"] });
  expect(lines).toBe("unset AWS_CA_BUNDLE\nexport SSL_CERT_FILE='/clouds/it'\\''s mine/ca.pem'");
});

it("refuses to run on macOS, where Go would not trust the cloud's CA, and says what to do", () => {
  expect(() => mustReachGoPrograms("darwin")).toThrow(/ignore SSL_CERT_FILE.*Linux container/);
  expect(() => mustReachGoPrograms("linux")).not.toThrow();
});
