/** Code of a Markdown text: fenced blocks with their language, and inline spans. */
export interface MarkdownCode {
  readonly blocks: readonly { readonly language: string; readonly text: string }[];
  readonly spans: readonly string[];
}

const FENCE = /^( *)```(\w*)\n([\s\S]*?)^\1```$/gm;

export function codeOf(markdown: string): MarkdownCode {
  const blocks = [...markdown.matchAll(FENCE)].map(([, , language, text]) => ({ language: language!, text: text! }));
  const spans = [...markdown.replaceAll(FENCE, "").matchAll(/`([^`\n]+)`/g)].map(([, span]) => span!);
  return { blocks, spans };
}

/** Targets of links and pictures that are not on the web. */
export function localLinks(markdown: string): string[] {
  const text = markdown.replaceAll(FENCE, "").replaceAll(/`[^`\n]+`/g, "");
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!).filter((target) => !/^\w+:/.test(target));
}

/** Anchors of the headings, as forges make them. */
export function anchorsOf(markdown: string): string[] {
  return [...markdown.replaceAll(FENCE, "").matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
