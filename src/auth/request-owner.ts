import { isUtf8 } from 'node:buffer';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { ExpectedError } from '../errors/expected.errors.js';
import { InvalidRequestError } from '../errors/request.errors.js';
import { cleanDeviceId } from './device-id.js';
import type { Owner } from './owner.js';
import { verifiedUser } from './verified-user.js';

/** The owner for whom a controller's method is called: see `requestOwner`. */
export const CurrentOwner = createParamDecorator((_: unknown, context: ExecutionContext) =>
  requestOwner(context.switchToHttp().getRequest<Request>()),
);

/**
 * The verified user below `/api/{user_id}`, else the device that X-Device-Id, the query or the body names.
 * @throws InvalidRequestError where no device is named, a bad one, or two different ones
 */
export function requestOwner(request: Request): Owner {
  const userId = verifiedUser(request);
  return userId === undefined ? device(request) : { kind: 'user', id: userId };
}

/** The same, but null where the request names no usable owner. */
export function usableOwner(request: Request): Owner | null {
  try {
    return requestOwner(request);
  } catch (error) {
    if (error instanceof ExpectedError) return null;
    throw error;
  }
}

/** By request: every guard asks, and what is named in several places is cleaned and compared. */
const devices = new WeakMap<Request, Owner>();

function device(request: Request): Owner {
  const known = devices.get(request);
  if (known) return known;
  const owner: Owner = { kind: 'device', id: deviceId(request) };
  devices.set(request, owner);
  return owner;
}

function deviceId(request: Request): string {
  const [first, ...others] = new Set(namedDevices(request).map(cleanDeviceId));
  if (first === undefined) throw deviceProblem('is required');
  if (others.length > 0) throw deviceProblem('differs between header, query and body');
  return first;
}

function namedDevices(request: Request): unknown[] {
  const body: unknown = request.body;
  const inBody = typeof body === 'object' && body !== null && 'device_id' in body ? [body.device_id] : [];
  const inQuery = 'device_id' in request.query ? [request.query['device_id']] : [];
  const inHeader = request.headersDistinct['x-device-id'] ?? [];
  return [...inHeader.map(decodeHeader), ...inQuery, ...inBody];
}

/** Node reads header bytes as Latin-1; most callers send UTF-8. */
function decodeHeader(value: string): string {
  const bytes = Buffer.from(value, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : value;
}

function deviceProblem(message: string): InvalidRequestError {
  return new InvalidRequestError({ details: [{ field: 'device_id', message }] });
}
