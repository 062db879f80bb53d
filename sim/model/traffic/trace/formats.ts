export const traceFormats = ['access-log', 'csv', 'oracle-general'] as const;
