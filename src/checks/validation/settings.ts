/** What validation compares; from the configuration. */
export interface ValidateSettings {
  readonly rowCounts: boolean;
  readonly checksums: boolean;
  readonly foreignKeys: boolean;
  readonly rules: readonly {
    readonly name: string;
    readonly query: string;
    readonly expect: string | number | boolean | null;
  }[];
  readonly performance: {
    /** 0.1 = 10 %. */
    readonly tolerance: number;
    readonly queries: readonly { readonly name: string; readonly query: string }[];
  } | null;
}
