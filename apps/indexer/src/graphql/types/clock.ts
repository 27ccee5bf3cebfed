import { builder } from "../builder.ts";
import { openItems, openKinds, type OpenItem } from "../clock.ts";
import { clientError } from "../errors.ts";
import { PAGE_MAX } from "../connection.ts";

const FIRST_DEFAULT = 50;

const OpenItemRef = builder.objectRef<OpenItem>("OpenItem").implement({
  description: "Something that waits for somebody: whose turn it is, for what, until when.",
  fields: (t) => ({
    kind: t.expose("kind", { type: builder.enumType("OpenKind", { values: openKinds }) }),
    openId: t.exposeString("id"),
    subject: t.exposeString("subject", { description: "receipt/5/0, model/1@2, datanet/1/3 or settlement/7." }),
    turn: t.exposeString("turn", { description: "A duty or a group: host, curators, anybody, governance." }),
    who: t.expose("who", { type: "Address", nullable: true, description: "The account whose turn it is, where it is one." }),
    next: t.exposeString("next", { description: "What is expected, and what follows from silence." }),
    untilTime: t.expose("untilNs", { type: "DateTime", nullable: true, description: "The turn ends at or after this time and `untilHeight`; null where events do not say." }),
    untilHeight: t.expose("untilHeight", { type: "Height", nullable: true }),
  }),
});

builder.queryField("clock", (t) =>
  t.field({
    type: [OpenItemRef],
    description: "All that is open on the chain, `first` of each kind: the nearest deadline first. Proposals in voting are with the node.",
    args: { first: t.arg.int({ defaultValue: FIRST_DEFAULT }) },
    resolve: (_root, { first }, { db }) => {
      const size = first ?? FIRST_DEFAULT;
      if (size < 1 || size > PAGE_MAX) throw clientError("LIMIT_EXCEEDED", `\`first\` is between 1 and ${PAGE_MAX}`);
      return openItems(db, size);
    },
  }),
);
