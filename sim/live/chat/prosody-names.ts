/** Addresses at Prosody: as at our own server, but for rooms, which are at a host of their own, and devices, which are named. */
import { type Addresses, DOMAIN, jidOf, RESOURCE, roomOf } from '../../protocol/chat/xmpp/names.ts';

export { DOMAIN };
export const ROOMS_DOMAIN = `rooms.${DOMAIN}`;

export const PROSODY: Addresses = {
  // Who has announced no presence gets what is for his device, and not what is for him. RFC 6121 §8.5.3.1
  person: (person) => `${jidOf(person)}/${RESOURCE}`,
  room: (room) => roomOf(room).replace(DOMAIN, ROOMS_DOMAIN),
  areJoined: true,
};
