import { ValidateBy, type ValidationOptions } from 'class-validator';

/** Largest `client_metadata`, in bytes of JSON. */
export const MAX_CLIENT_METADATA_BYTES = 2048;

/** A JSON object of at most 2 KB. */
export const IsClientMetadata = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isClientMetadata',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'object' &&
          value !== null &&
          !Array.isArray(value) &&
          Buffer.byteLength(JSON.stringify(value)) <= MAX_CLIENT_METADATA_BYTES,
        defaultMessage: () =>
          `client_metadata must be an object of at most ${MAX_CLIENT_METADATA_BYTES} bytes of JSON`,
      },
    },
    options,
  );
