// Operating systems of Elastic Metal, as recorded in the provider's cassettes (internal/services/baremetal/testdata/
// data-source-os-basic, server-*, December 2025). The recordings cover fr-par-1 and fr-par-2, which share every id; that the
// other zones share them too is a choice of the simulator. Left out: the systems that no test of this project needs.

/** What an install asks for one of its fields. */
export interface OsField {
  readonly required: boolean;
  /** False: only the default is taken. */
  readonly editable: boolean;
  readonly default_value: string | null;
}

export interface OsRecord {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly logo: string;
  readonly licenseRequired: boolean;
  readonly customPartitioning: boolean;
  /** Version of cloud-init's interface; null where user data is not taken. */
  readonly cloudInitVersion: string | null;
  readonly ssh: OsField;
  readonly user: OsField;
  readonly password: OsField;
  readonly serviceUser: OsField;
  readonly servicePassword: OsField;
}

const UNUSED: OsField = { required: false, editable: false, default_value: null };
const REQUIRED: OsField = { required: true, editable: false, default_value: null };
const ASKED: OsField = { required: true, editable: true, default_value: null };

function linux(
  id: string,
  name: string,
  version: string,
  logo: string,
  user: string,
  cloudInitVersion: string | null,
): OsRecord {
  return {
    id,
    name,
    version,
    logo,
    licenseRequired: false,
    customPartitioning: true,
    cloudInitVersion,
    ssh: REQUIRED,
    user: { required: false, editable: false, default_value: user },
    password: UNUSED,
    serviceUser: UNUSED,
    servicePassword: UNUSED,
  };
}

export const OPERATING_SYSTEMS: readonly OsRecord[] = [
  linux("7d1914e1-f4ab-47fc-bd8c-b3a23143e87a", "Ubuntu", "24.04 LTS (Noble Numbat)", "ubuntu", "ubuntu", "22.1"),
  linux("96e5f0f2-d216-4de2-8a15-68730d877885", "Ubuntu", "22.04 LTS (Jammy Jellyfish)", "ubuntu", "ubuntu", "22.1"),
  linux("03b7f4ba-a6a1-4305-984e-b54fafbf1681", "Ubuntu", "20.04 LTS (Focal Fossa)", "ubuntu", "ubuntu", null),
  linux("83640d93-a0b8-45ad-9c9f-30cae48380a4", "Debian", "12 (Bookworm)", "debian", "root", "25.1"),
  linux("0aa99516-52bb-4a7d-b9fe-1adc8478c2e0", "Debian", "11 (Bullseye)", "debian", "root", "25.1"),
  linux("58bf948f-8b9b-45c2-9ad6-582c26133f9e", "Rocky Linux", "8", "rockylinux", "root", "25.1"),
  linux("2e7ee5ae-58ac-46bb-b8e9-a6ec1bad09b1", "Rocky Linux", "9", "rockylinux", "root", "22.1"),
  {
    ...linux("a5c00c1b-95b1-4c08-8a33-79cc079f9dac", "Proxmox", "VE 8 | Debian 12 (Bookworm)", "proxmox", "root", null),
    ssh: UNUSED,
    serviceUser: { required: true, editable: false, default_value: "root" },
    servicePassword: ASKED,
  },
  {
    ...linux("bf705b90-1548-4368-98ca-d17dbd8dd860", "Windows", "2022 64BITS standard", "windows", "", null),
    licenseRequired: true,
    customPartitioning: false,
    ssh: UNUSED,
    user: { required: true, editable: false, default_value: "Administrateur" },
    password: ASKED,
  },
];
