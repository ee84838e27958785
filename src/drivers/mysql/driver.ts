import type { Driver, OpenDriver } from '../../driver.ts';
import { openMysql } from './open.ts';

/** Opens a MySQL or MariaDB database. */
export const open: OpenDriver = (url, options): Promise<Driver> => openMysql(url, options);
