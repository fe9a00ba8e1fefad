import path from "node:path";
import { buildGoProgram, isBuilt } from "../go/go-program";
import type { Places } from "../places";
import type { Say } from "../progress";
import { ToolchainProblem } from "../toolchain-problem";
import { findTerraform, MINIMUM_VERSION, type Terraform } from "./find-terraform";

const OPENTOFU_VERSION = "1.12.6";

/**
 * Terraform or OpenTofu: the one named by TERRAFORM_BINARY_NAME (which CDKTF obeys), else the first on PATH that is new
 * enough, else an OpenTofu built from its pinned Go module.
 *
 * @throws ToolchainProblem when the named one does not serve, or OpenTofu cannot be built
 */
export async function provideTerraform(places: Places, say: Say): Promise<Terraform> {
  const named = process.env.TERRAFORM_BINARY_NAME;
  if (named && named !== places.tofu) {
    const { found, rejected } = await findTerraform([named]);
    if (found) return found;
    throw new ToolchainProblem(
      `TERRAFORM_BINARY_NAME is ${named}: ${rejected[0] ?? "there is no such program on PATH"}.`,
      `Unset it, or name a Terraform or OpenTofu of ${MINIMUM_VERSION} or newer. Nothing was changed.`,
    );
  }
  const { found, rejected } = await findTerraform(["terraform", "tofu"]);
  if (found) return found;
  await buildOpenTofu(places, rejected, say);
  const built = await findTerraform([places.tofu]);
  if (built.found) return built.found;
  throw new ToolchainProblem(
    `The OpenTofu built from its Go module does not run: ${built.rejected.join("; ")}`,
    `Delete ${places.cache} and run again, or install Terraform ${MINIMUM_VERSION} or newer yourself.`,
  );
}

async function buildOpenTofu(places: Places, rejected: readonly string[], say: Say): Promise<void> {
  const program = {
    label: `OpenTofu ${OPENTOFU_VERSION}`,
    module: path.join(__dirname, "opentofu"),
    package: "github.com/opentofu/opentofu/cmd/tofu",
    linkerFlags: "-X github.com/opentofu/opentofu/version.dev=no",
    output: places.tofu,
  };
  if (isBuilt(program, places.stamps)) return;
  const reason = rejected.join("; ") || "There is neither terraform nor tofu on PATH";
  say(`${reason}: building OpenTofu from its Go module, once (minutes on a small machine).`);
  await buildGoProgram(program, places.stamps, say);
}
