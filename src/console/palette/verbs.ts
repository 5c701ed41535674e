import { useEffect } from 'preact/hooks';

/** What a page lets do by its name, from anywhere on it. */
export interface PaletteVerb {
  readonly id: string;
  readonly label: string;
  /** What it acts on. */
  readonly about?: string;
  /** What is asked before it is done; a person is found by name. */
  readonly asks?: { readonly kind: 'text' | 'date' | 'person'; readonly label: string };
  /**
   * Does it.
   * @param answer to what is asked: a text, a day as YYYY-MM-DD, the id of a person.
   * @throws AskError when it is refused.
   */
  readonly run: (answer: string) => void | Promise<unknown>;
}

/** How near a part of the page is to what somebody works on: its verbs come first. */
export const RANKS = { shell: 0, page: 1, record: 2 } as const;

interface Source {
  readonly rank: number;
  readonly verbs: () => readonly PaletteVerb[];
}

const sources = new Set<Source>();

/** Offers verbs for as long as the component is on the page. */
export function useVerbs(rank: number, verbs: () => readonly PaletteVerb[]): void {
  useEffect(() => {
    const source = { rank, verbs };
    sources.add(source);
    return () => void sources.delete(source);
  });
}

/** The verbs that bear all words of a text in their names, the nearest first. */
export function verbsFor(text: string): readonly PaletteVerb[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  const nearest = [...sources].sort((a, b) => b.rank - a.rank);
  return nearest
    .flatMap(({ verbs }) => verbs())
    .filter(({ label, about = '' }) => {
      const name = `${label} ${about}`.toLowerCase();
      return wanted.every((word) => name.includes(word));
    });
}
