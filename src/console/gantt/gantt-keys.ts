/** The position that a key leads to; null for a key that leads nowhere. */
export function targetOf(key: string, at: number, count: number, page: number): number | null {
  const within = (to: number): number => Math.max(0, Math.min(count - 1, to));
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return within(at + 1);
    case 'ArrowUp':
    case 'k':
      return within(at - 1);
    case 'PageDown':
      return within(at + page);
    case 'PageUp':
      return within(at - page);
    case 'Home':
      return 0;
    case 'End':
      return within(count - 1);
    default:
      return null;
  }
}
