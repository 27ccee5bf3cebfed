/** Twenty blocks with ten events each: the shape that servers are compared by. */
export const NESTED_QUERY = `query Nested($blocks: Int!, $events: Int!) {
  blocks(first: $blocks) { edges { node { height hash txCount events(first: $events) { edges { node { index type attributes { key value } } } } } } }
}`;

/** The same in PostGraphile's names; its bytes are base64 and its attributes one JSON value. */
export const POSTGRAPHILE_QUERY = `query Nested($blocks: Int!, $events: Int!) {
  blocks: allBlocks(first: $blocks, orderBy: PRIMARY_KEY_DESC) { edges { node { height hash txCount
    events: eventsByHeight(first: $events, orderBy: PRIMARY_KEY_DESC) { edges { node { index type attributes } } } } } }
}`;

export const BARE_SQL = `
  select json_build_object('data', json_build_object('blocks', json_build_object('edges', json_agg(json_build_object('node', json_build_object(
    'height', b.height::text, 'hash', '0x' || encode(b.hash, 'hex'), 'txCount', b.tx_count, 'events', json_build_object('edges', e.list))) order by b.height desc))))::text as answer
  from (select height, hash, tx_count from blocks order by height desc limit $1) as b
  cross join lateral (
    select json_agg(json_build_object('node', json_build_object('index', x.index, 'type', x.type, 'attributes', x.attributes)) order by x.index desc) as list
    from (select index, type, attributes from events where events.height = b.height order by index desc limit $2) as x) as e`;
