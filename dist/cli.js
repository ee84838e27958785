#!/usr/bin/env node
import { start } from './sluice/index.js';

await start('cli');
