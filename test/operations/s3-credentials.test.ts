import { chmodSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  parseS3Credentials,
  readS3Credentials,
  renderS3Credentials,
  s3CredentialsFile,
  writeS3Credentials,
} from "../../operations/s3-credentials";

const credentials = { accessKey: "SCWABCDEFGHIJKLMNOPQ", secretKey: "5e0c-11", projectId: "77aa-22" };

test("the file names the key together with the project, as Scaleway wants it", () => {
  expect(renderS3Credentials(credentials)).toBe(
    "[default]\naws_access_key_id = SCWABCDEFGHIJKLMNOPQ@77aa-22\naws_secret_access_key = 5e0c-11\n",
  );
});

test("what was written is read again; another form is not guessed at", () => {
  expect(parseS3Credentials(renderS3Credentials(credentials))).toEqual(credentials);
  expect(parseS3Credentials("[default]\naws_access_key_id = SCWX\naws_secret_access_key = s\n")).toBeUndefined();
});

test("the file is the operator's alone, even where one stood open before", () => {
  const folder = mkdtempSync(join(tmpdir(), "s3-credentials-"));
  const deployment = { stateFolder: join(folder, ".state/house") } as never;
  try {
    expect(readS3Credentials(deployment)).toBeUndefined();
    writeS3Credentials(deployment, "77aa-22");
    chmodSync(s3CredentialsFile(deployment), 0o644);
    writeS3Credentials(deployment, "77aa-22");
    expect(statSync(s3CredentialsFile(deployment)).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, ".state/house")).mode & 0o777).toBe(0o700);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
