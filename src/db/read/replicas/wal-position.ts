/** A place in PostgreSQL's write-ahead log, such as `0/12000000`: two hexadecimal numbers of 32 bits. */
export type WalPosition = string;

const FORM = /^[0-9A-Fa-f]{1,8}\/[0-9A-Fa-f]{1,8}$/;

export function isWalPosition(text: string): boolean {
  return FORM.test(text);
}

/** Whether the one place lies behind the other. */
export function isBehind(one: WalPosition, other: WalPosition): boolean {
  return numberOf(one) < numberOf(other);
}

/** The later of two places, of which one may not be known. */
export function laterOf(one: WalPosition | undefined, other: WalPosition): WalPosition {
  return one === undefined || isBehind(one, other) ? other : one;
}

function numberOf(position: WalPosition): bigint {
  const [high = '0', low = '0'] = position.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}
