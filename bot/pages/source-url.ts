import type { IsoDate, Law, Provision } from '../../knowledge/types.js';

/**
 * The id under which a provision stands on its source page on a day: its plain id where it is the version that the day
 * calls for, else its key with the version ("ORS 329A.250(5)@2025-07-01").
 */
export function anchorId(law: Law, provision: Provision, asOf: IsoDate): string {
  if (provision.version === null) return provision.id;
  return law.at(provision.id, asOf)?.key === provision.key ? provision.id : provision.key;
}

/** A fragment that scrolls to the element with this id: "#ORS%20329A.250(4)(b)(F)". */
export function fragment(id: string): string {
  return `#${encodeURIComponent(id)}`;
}

/**
 * The address of a provision's source page at its paragraph, read as of a day. `baseUrl` has no trailing slash. Round
 * brackets are encoded too, because the address stands in Markdown links, where readers of channels count them.
 */
export function sourceUrl(baseUrl: string, law: Law, provision: Provision, asOf: IsoDate): string {
  const id = fragment(anchorId(law, provision, asOf)).replace(/[()']/g, percentEncoded);
  return `${baseUrl}/sources/${provision.document}?as-of=${asOf}${id}`;
}

const percentEncoded = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
