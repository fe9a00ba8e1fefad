import { order, page } from "../../../simulator/services/paging";
import { Refusal } from "../../../simulator/services/refusal";

const items = Array.from({ length: 120 }, (_, index) => ({ id: `row${index}` }));
const query = (text: string) => new URLSearchParams(text);

it.each([
  ["", 0, 50],
  ["page=2", 50, 100],
  ["page=3", 100, 120],
  ["page=4", 120, 120],
  ["page=2&page_size=100", 100, 120],
  ["page_size=7", 0, 7],
])("cuts the page of %p", (text, from, to) => {
  expect(page(items, query(text))).toEqual({ items: items.slice(from, to), totalCount: 120 });
});

it("loses and repeats nothing over all pages", () => {
  const pages = [1, 2, 3, 4, 5].flatMap((number) => page(items, query(`page=${number}&page_size=30`)).items);
  expect(pages).toEqual(items);
});

it.each(["page=0", "page=-1", "page=x", "page=1.5", "page_size=0", "page_size=101"])("refuses %s", (text) => {
  expect(() => page(items, query(text))).toThrow(Refusal);
});

const rows = [
  { id: "1", name: "b", created_at: "2026-01-02T00:00:00Z", count: 10 },
  { id: "2", name: "a", created_at: "2026-01-01T00:00:00Z", count: 9 },
  { id: "3", name: "b", created_at: "2026-01-03T00:00:00Z", count: 100 },
];
const allowed = ["created_at_asc", "created_at_desc", "name_asc", "name_desc", "count_asc"];

it.each([
  ["", "213"],
  ["order_by=created_at_desc", "312"],
  ["order_by=name_asc", "213"],
  ["order_by=name_desc", "132"],
  ["order_by=count_asc", "213"],
])("orders by %p; what is equal keeps its order", (text, ids) => {
  const sorted = order(rows, query(text), allowed);
  expect(sorted.map((row) => row.id).join("")).toBe(ids);
});

it("refuses an order that the route does not have, and names those it has", () => {
  try {
    order(rows, query("order_by=size_asc"), allowed);
    throw new Error("it was taken");
  } catch (error) {
    expect((error as Refusal).result).toMatchObject({
      status: 400,
      body: { details: [{ argument_name: "order_by" }] },
    });
    expect(JSON.stringify((error as Refusal).result)).toContain("count_asc");
  }
});
