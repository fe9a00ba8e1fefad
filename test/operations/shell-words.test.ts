import { shellWords } from "../../operations/shell-words";

test.each([
  ["", []],
  ["  -o  A=b\t-v ", ["-o", "A=b", "-v"]],
  ["-o 'ProxyCommand=nc -x proxy:1080 %h %p'", ["-o", "ProxyCommand=nc -x proxy:1080 %h %p"]],
  [`-o "ProxyCommand=\\"a b\\" c\\d"`, ["-o", 'ProxyCommand="a b" c\\d']],
  ["a\\ b ''", ["a b", ""]],
  // As the simulator writes a command with quotes into quotes.
  ["-o 'ProxyCommand='\\''/a b/node'\\'' %h'", ["-o", "ProxyCommand='/a b/node' %h"]],
  ["$HOME `id`", ["$HOME", "`id`"]],
])("%j is %j", (text, words) => expect(shellWords(text)).toEqual(words));

test.each(["'a", 'b "c', "d\\"])("%j lacks a partner", (text) => expect(() => shellWords(text)).toThrow("no partner"));
