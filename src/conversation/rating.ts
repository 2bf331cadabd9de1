/** What an owner can think of an answer. */
export const RATINGS = ['like', 'dislike'] as const;
export type Rating = (typeof RATINGS)[number];
