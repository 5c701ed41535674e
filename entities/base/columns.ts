/** Column types that many tables share; spread into `@Column` beside nullability and default. */

/** An amount of money: up to 9 999 999 999.99, a decimal string in JavaScript. */
export const MONEY = { type: 'numeric', precision: 12, scale: 2 } as const;

/** A percentage with two decimals, 0 to 100, a decimal string in JavaScript. */
export const PERCENT = { type: 'numeric', precision: 5, scale: 2 } as const;

/** A moment in milliseconds, which is what an ISO string in JavaScript can hold. */
export const TIMESTAMP = { type: 'timestamptz', precision: 3 } as const;
