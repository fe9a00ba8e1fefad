import { signatureOf } from "../../../simulator/s3/signature";

// The four worked examples of the S3 API reference, "Signature Calculations for the Authorization Header".
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const GREETING = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
interface Example {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly further: Readonly<Record<string, string>>;
  readonly payload: string;
  readonly signature: string;
}
const EXAMPLES: readonly Example[] = [
  {
    name: "GET of a part of an object",
    method: "GET",
    path: "/test.txt",
    query: "",
    further: { range: "bytes=0-9" },
    payload: EMPTY,
    signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  },
  {
    name: "PUT of an object with a character to encode",
    method: "PUT",
    path: "/test%24file.text",
    query: "",
    further: { date: "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY" },
    payload: GREETING,
    signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
  },
  {
    name: "GET of a sub-resource",
    method: "GET",
    path: "/",
    query: "lifecycle",
    further: {},
    payload: EMPTY,
    signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
  },
  {
    name: "list with parameters",
    method: "GET",
    path: "/",
    query: "max-keys=2&prefix=J",
    further: {},
    payload: EMPTY,
    signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
  },
];

test.each(EXAMPLES)(
  "signs the published example as published: $name",
  ({ method, path, query, further, payload, signature }) => {
    const headers: Record<string, string> = {
      host: "examplebucket.s3.amazonaws.com",
      "x-amz-content-sha256": payload,
      "x-amz-date": "20130524T000000Z",
      ...further,
    };
    const signedHeaders = Object.keys(headers).sort();
    const request = { method, path, query: new URLSearchParams(query), headers, signedHeaders };
    expect(signatureOf({ ...request, time: "20130524T000000Z", region: "us-east-1" }, SECRET).value).toBe(signature);
  },
);
