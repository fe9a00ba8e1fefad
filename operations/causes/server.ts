import type { Cause } from "./cause";

/** What the servers themselves lack. */
export const SERVER_CAUSES: readonly Cause[] = [
  {
    name: "Disk full",
    says: /No space left on device|You don't have enough free space|ENOSPC|disk quota exceeded/i,
    because: "A file system of the server is full.",
    fix: "On the server: `df -h` and `sudo du -xh --max-depth=2 /var | sort -h`; images lie in `/var/lib/one/datastores`.",
  },
  {
    name: "No KVM",
    says: /\/dev\/kvm|KVM is not available|KVM acceleration can(?:not)? be used|kvm_(?:intel|amd).*(?:not supported|Operation not supported)|Module kvm not found/i,
    because: "The server's kernel offers no hardware virtualization.",
    fix: "Switch VT-x or AMD-V on in the server's firmware (Remote Access in the console), then `sudo modprobe kvm_intel` or `kvm_amd`.",
  },
  {
    name: "Network",
    says: /Error in network definition|netplan[^\n]*(?:fail|error|not found)|Cannot find device|Device "?\S+"? does not exist|\b(?:br0|vmtovm0?|hosttohost)\b[^\n]*(?:not found|no such|does not exist|missing)/i,
    because:
      "A bridge or VLAN interface is missing on the server: its netplan document, the VLAN ids or the attachment to the VPC's private networks is not as deployed.",
    fix: "`make infra` writes netplan again with the VLAN ids of now; `make diagnose` says whether both private networks are attached. On the server: `ip -br address`.",
  },
];
