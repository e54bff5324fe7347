/** What the documentation says about an operation. Its id lets links open it: `#/Alipay/AlipayOrderDetail`. */
export function operation(name: string, summary: string, description: string) {
  return {
    operationId: `Alipay${name}`,
    tags: ['Alipay'],
    summary,
    description,
    security: [{ bearer: [] }],
  };
}
