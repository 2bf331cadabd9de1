import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ValidateBy, type ValidationOptions } from 'class-validator';

/** Largest `client_metadata`, in bytes of JSON. */
export const MAX_CLIENT_METADATA_BYTES = 2048;

/** A JSON object of at most 2 KB, kept as it was given. */
export const IsClientMetadata = (options?: ValidationOptions): PropertyDecorator =>
  applyDecorators(
    AsGiven(),
    ValidateBy(
      {
        name: 'isClientMetadata',
        validator: {
          validate: isSmallObject,
          defaultMessage: () =>
            `client_metadata must be an object of at most ${MAX_CLIENT_METADATA_BYTES} bytes of JSON`,
        },
      },
      options,
    ),
  );

/** class-transformer leaves out keys that every object has, such as `toString`. */
const AsGiven = (): PropertyDecorator =>
  Transform(({ obj, key }: { obj: Readonly<Record<string, unknown>>; key: string }) => obj[key]);

const isSmallObject = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Buffer.byteLength(JSON.stringify(value)) <= MAX_CLIENT_METADATA_BYTES;
