import type { Request } from 'express';
import { ownerHash } from '../auth/owner.js';
import { usableOwner } from '../auth/request-owner.js';
import type { Budget } from './budget.js';
import { isExempt, isFreeForOwner } from './limited-paths.js';

/** The budget of the device or signed-in user that the request names; null where it names none, or costs none. */
export function ownerBudget(request: Request, limit: number): Budget | null {
  if (isExempt(request.path) || isFreeForOwner(request.path)) return null;
  const owner = usableOwner(request);
  return owner && { key: ownerHash(owner), limit };
}
