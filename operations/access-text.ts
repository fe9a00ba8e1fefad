import { join, relative } from "node:path";
import { inventoryHosts } from "./inventory";

/** True defaults of OpenNebula, which one-deploy leaves as they are: FireEdge's port and path, and that of oned's XML-RPC. */
const FIREEDGE = { port: 2616, path: "/fireedge" };
const XML_RPC = { port: 2633, path: "/RPC2" };

/**
 * What one needs to log in to the installed cloud. The password is named by its file alone.
 * @param projectFolder what paths are told from
 */
export function accessText(inventoryFolder: string, projectFolder: string): readonly string[] {
  const { publicAddress } = inventoryHosts(inventoryFolder).find(({ isFrontEnd }) => isFrontEnd)!;
  const at = ({ port, path }: typeof FIREEDGE) => `http://${publicAddress}:${port}${path}`;
  return [
    `  web       ${at(FIREEDGE)}`,
    `  API       ${at(XML_RPC)} (XML-RPC)`,
    "  user      oneadmin",
    `  password  in ${relative(projectFolder, join(inventoryFolder, "secrets/one_password"))}`,
  ];
}
