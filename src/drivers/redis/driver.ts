import type { Driver, OpenDriver } from '../../driver.ts';
import { openRedis } from './open.ts';

/** Opens a Redis or Valkey server. */
export const open: OpenDriver = (url, options): Promise<Driver> => openRedis(url, options);
