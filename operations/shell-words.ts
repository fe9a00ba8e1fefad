const PIECE = /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)|([^\s'"\\]+)/sy;

/**
 * Splits a text into words as a POSIX shell does, and expands nothing: how Ansible reads its ssh arguments.
 * @throws Error when a quote has no partner
 */
export function shellWords(text: string): string[] {
  const words: string[] = [];
  let place = 0;
  while (place < text.length) {
    place += /^\s*/.exec(text.slice(place))![0].length;
    let word: string | undefined;
    while (place < text.length && !/\s/.test(text[place]!)) {
      PIECE.lastIndex = place;
      const piece = PIECE.exec(text);
      if (piece === null) throw new Error(`a quote or backslash has no partner: ${text.slice(place)}`);
      const [whole, single, double, escaped, plain] = piece;
      word = (word ?? "") + (single ?? double?.replaceAll(/\\(["\\])/g, "$1") ?? escaped ?? plain ?? "");
      place += whole.length;
    }
    if (word !== undefined) words.push(word);
  }
  return words;
}
