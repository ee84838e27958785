/** The version of this code, written into journals, reports and manifests; a test holds it against package.json. */
export const SLUICE_VERSION = '0.1.0';
