// Options of a server, added and removed one at a time (cassette server-add-two-options-then-delete-one). Private Networks stay
// attached while the option is taken away and given back: the provider does that at every change of options and does not
// attach them again. What the API does then is in no recording.
import { z } from "zod";
import { notFound, preconditionFailed, transientState } from "../errors";
import { Refusal } from "../refusal";
import type { ApiRequest, Result, Route, ServiceContext } from "../service";
import { findOffer, findOption, type Offer, optionsOf } from "./catalogue/catalogue";
import { alreadyExists } from "./errors";
import { serverOf } from "./lookup";
import { type Server, servers, viewServer } from "./model";
import { changingOption } from "./states";

const OPTION = "/baremetal/v1/zones/{zone}/servers/{server_id}/options/{option_id}";

/** An option with an end is kept and shown; that it ends is not simulated. */
const additionBody = z.strictObject({ expires_at: z.iso.datetime({ offset: true }).nullish() });

function addOption(request: ApiRequest<z.infer<typeof additionBody>>, context: ServiceContext): Result {
  const server = serverOf(request, "write", context);
  const id = request.params.option_id!;
  checkOption(id, findOffer(server.zone, server.offer_id)!);
  refuseUnlessDelivered(server);
  const present = server.options.find((option) => option.id === id);
  if (present?.status === "option_status_disabling") return transientState("option", id, present.status);
  if (present) return alreadyExists("option", id, "the server has this option already");
  const added = changingOption(id, "option_status_enabling", request.body?.expires_at ?? null, context);
  return answer({ ...server, options: [...server.options, added] }, context);
}

function deleteOption(request: ApiRequest, context: ServiceContext): Result {
  const server = serverOf(request, "write", context);
  const id = request.params.option_id!;
  const present = server.options.find((option) => option.id === id);
  if (!present) return notFound("option", id);
  refuseUnlessDelivered(server);
  if (present.status === "option_status_disabling") return transientState("option", id, present.status);
  const leaving = changingOption(id, "option_status_disabling", present.expires_at, context);
  return answer(
    { ...server, options: server.options.map((option) => (option === present ? leaving : option)) },
    context,
  );
}

/** @throws Refusal 404 for an unknown option, 412 for one that this offer does not sell or that cannot be added alone */
export function checkOption(id: string, offer: Offer): void {
  const option = findOption(id);
  if (!option) throw new Refusal(notFound("option", id));
  if (!optionsOf(offer).includes(option)) {
    const help = `offer ${offer.machine.name} has no option "${option.name}"`;
    throw new Refusal(preconditionFailed("resource_not_usable", help));
  }
  if (!option.manageable) {
    const help = `option "${option.name}" cannot be added or removed alone`;
    throw new Refusal(preconditionFailed("resource_not_usable", help));
  }
}

/** @throws Refusal 409 while there is no machine yet, or it is on its way out */
export function refuseUnlessDelivered(server: Server): void {
  if (["ordered", "delivering", "deleting"].includes(server.status)) {
    throw new Refusal(transientState("server", server.id, server.status));
  }
}

function answer(server: Server, { store }: ServiceContext): Result {
  return { status: 200, body: viewServer(servers(store).put(server)) };
}

const ROUTE = { path: OPTION, product: "elastic_metal", access: "write" } as const;

export const optionRoutes: readonly Route[] = [
  { ...ROUTE, method: "POST", operation: "baremetal.AddOptionServer", body: additionBody, handler: addOption },
  { ...ROUTE, method: "DELETE", operation: "baremetal.DeleteOptionServer", handler: deleteOption },
];
