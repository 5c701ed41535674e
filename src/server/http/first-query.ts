/** A query for somebody new: printed at the start, and what the explorer opens with. */
export const FIRST_QUERY = `query Projects {
  projects(first: 3, filter: { endDate: { from: "2025-01-01" } }, orderBy: [{ field: END_DATE }]) {
    edges {
      node {
        code
        name
        progressPercent
        capexTotal
        phases { name progressPercent tasks { nodes { name status endDate } } }
      }
    }
  }
}`;
