import { readFault } from "../../../simulator/commands/fault-words";

it.each([
  [{ status: "429" }, { kind: "answer", status: 429, type: null, retryAfterSeconds: null }],
  [
    { status: "429", retryAfter: "1" },
    { kind: "answer", status: 429, type: null, retryAfterSeconds: 1 },
  ],
  [{ type: "transient_state" }, { kind: "answer", status: 409, type: "transient_state", retryAfterSeconds: null }],
  [
    { type: "permissions_denied", status: "403" },
    { kind: "answer", status: 403, type: "permissions_denied", retryAfterSeconds: null },
  ],
  [{ drop: true }, { kind: "drop" }],
  [{ loseAnswer: true }, { kind: "lose-answer" }],
  [{ hold: true }, { kind: "hold" }],
])("reads %j", (options, effect) => {
  expect(readFault("vpc.CreateVPC", options)).toEqual({
    call: { operation: "vpc.CreateVPC", match: null, first: 1, effect },
  });
});

it("reads how many calls, and which", () => {
  expect(readFault("s3.PutObject", { first: "3", match: ".tflock", hold: true })).toMatchObject({
    call: { first: 3, match: ".tflock" },
  });
});

it("reads a condition, which concerns everything unless it says whom", () => {
  expect(readFault("install-stuck", { target: "host01" })).toEqual({
    condition: { kind: "install-stuck", target: "host01" },
  });
  expect(readFault("stock-empty", {})).toMatchObject({ condition: { target: "*" } });
  expect(readFault("quota", { target: "vpc_vpcs", limit: "1" })).toMatchObject({ condition: { limit: 1 } });
});

it.each([
  [{}, "say what happens"],
  [{ drop: true, hold: true }, "say what happens"],
  [{ status: "500", drop: true }, "say what happens"],
  [{ status: "200" }, "400 to 599"],
  [{ status: "teapot" }, "400 to 599"],
  [{ type: "sulking" }, "There are: transient_state"],
  [{ drop: true, first: "0" }, "from 1 up"],
  [{ status: "429", retryAfter: "soon" }, "whole seconds"],
  [{ drop: true, target: "host01" }, "--target goes with install-error"],
])("refuses %j with words", (options, words) => {
  expect(() => readFault("vpc.CreateVPC", options)).toThrow(words);
});
