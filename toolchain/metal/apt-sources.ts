// Where the guest's packages come from: the places that this machine's own apt takes Debian from, so that a mirror or a
// proxy which the operator has set up is used for the guest as well.

import fs from "node:fs";
import path from "node:path";

/** One place that offers Debian, as apt's configuration names it. */
interface Source {
  readonly uri: string;
  readonly signedBy?: string;
}

/** Archives of Debian proper and of its security updates end in these names on every mirror. */
const ARCHIVES = [
  { name: "debian", suites: (release: string) => [release, `${release}-updates`] },
  { name: "debian-security", suites: (release: string) => [`${release}-security`] },
];

/** What of apt's settings decides how packages are reached and whether an old index is taken. */
const SETTING = /^(Acquire::(?:https?::|Check-|Retries|ForceIPv)\S* ".*";)$/;

/**
 * Lines of a sources.list that bring `release` from where this machine takes its Debian.
 *
 * @param configuration texts of sources.list and of the files in sources.list.d, in both of apt's formats
 * @returns none when this machine takes no Debian, being an Ubuntu for example
 */
export function guestSources(configuration: readonly string[], release: string): readonly string[] {
  const sources = configuration.flatMap((text) => [...oneLineSources(text), ...stanzaSources(text)]);
  const lines = ARCHIVES.flatMap(({ name, suites }) =>
    sources
      .filter(({ uri }) => uri.replace(/\/+$/, "").endsWith(`/${name}`))
      .flatMap(({ uri, signedBy }) =>
        suites(release).map((suite) => `deb ${signedBy ? `[signed-by=${signedBy}] ` : ""}${uri} ${suite} main`),
      ),
  );
  return [...new Set(lines)];
}

/** @param dump what `apt-config dump` prints */
export function guestAptSettings(dump: string): readonly string[] {
  return dump.split("\n").flatMap((line) => SETTING.exec(line.trim())?.slice(1) ?? []);
}

/** @param folder apt's, with sources.list and sources.list.d */
export function readAptConfiguration(folder: string): readonly string[] {
  const parts = path.join(folder, "sources.list.d");
  const files = [
    path.join(folder, "sources.list"),
    ...(fs.existsSync(parts) ? fs.readdirSync(parts).sort() : [])
      .filter((name) => /\.(?:list|sources)$/.test(name))
      .map((name) => path.join(parts, name)),
  ];
  return files.filter((file) => fs.existsSync(file)).map((file) => fs.readFileSync(file, "utf8"));
}

/** `deb [signed-by=FILE] URI SUITE COMPONENT...` */
function oneLineSources(text: string): Source[] {
  return [...text.matchAll(/^deb[ \t]+(?:\[([^\]]*)\][ \t]+)?(\S+)[ \t]+\S+/gm)].map(([, options, uri]) => ({
    uri: uri!,
    ...keyring(/\bsigned-by=(\S+)/i.exec(options ?? "")?.[1]),
  }));
}

/** `Types: deb`, `URIs: …`, `Signed-By: …`, paragraph by paragraph. */
function stanzaSources(text: string): Source[] {
  return text.split(/\n[ \t]*\n/).flatMap((stanza) => {
    const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, "mi").exec(stanza)?.[1]?.trim() ?? "";
    if (!field("Types").split(/\s+/).includes("deb") || /^no$/i.test(field("Enabled"))) return [];
    const uris = field("URIs").split(/\s+/).filter(Boolean);
    return uris.map((uri) => ({ uri, ...keyring(field("Signed-By")) }));
  });
}

/** A keyring can also stand in the stanza itself; then apt's trusted ones have to do. */
function keyring(value: string | undefined): { readonly signedBy?: string } {
  return value?.startsWith("/") ? { signedBy: value } : {};
}
