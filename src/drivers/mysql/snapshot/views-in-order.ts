import { quoteIdentifier } from '../quote.ts';

/** A view and a text that holds its definition. */
export interface ViewText {
  readonly name: string;
  readonly text: string;
}

/**
 * Names of views, each after those that it reads: a view can be created only when those are there, and one WITH CHECK
 * OPTION not on what stands in for another view. A name that stands for something else in a definition costs nothing but
 * an order that was not needed.
 */
export function viewsInOrder(views: readonly ViewText[]): readonly string[] {
  const texts = new Map(views.map(({ name, text }) => [name, text]));
  const order = new Set<string>();
  const under = new Set<string>();
  const add = (name: string): void => {
    if (order.has(name) || under.has(name)) return;
    under.add(name);
    const text = texts.get(name) ?? '';
    for (const other of texts.keys()) if (other !== name && text.includes(quoteIdentifier(other))) add(other);
    order.add(name);
  };
  for (const name of texts.keys()) add(name);
  return [...order];
}
