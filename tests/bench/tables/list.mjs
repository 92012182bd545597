import { Pool } from "undici";

// The pages of the list, each as rows of: id, email, country, visits, plans.
export async function* pages(baseUrl, key) {
  const { origin, pathname } = new URL(baseUrl);
  const pool = new Pool(origin, { connections: 1 });
  for (let after = "", more = true; more; ) {
    const { statusCode, body } = await pool.request({
      path: `${pathname}/members?limit=100&after=${after}`,
      method: "GET",
      headers: { "X-API-KEY": key },
    });
    if (statusCode !== 200) throw new Error(`status ${statusCode}`);
    const page = await body.json();
    yield page.data.map((m) => {
      const plans = m.planConnections.filter((p) => p.status === "ACTIVE").map((p) => p.planId);
      return [m.id, m.auth.email, m.customFields.country, m.customFields.visits, plans.join(";")];
    });
    more = page.hasNextPage;
    after = page.endCursor;
  }
  await pool.close();
}
