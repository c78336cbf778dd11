// Stands in for the search engine in tests/test_search_ui.py: the same calls, made-up data, no index.
// Served in the place of every script of the engine, so it may run more than once.
(function () {
  "use strict";
  const G = (window.Gongkai = window.Gongkai || {});
  if (G.stub) return;
  const PER_PAGE = 20;
  const NOTICES_PER_PAGE = 10;
  const TERM = /([-－])?(?:["“”]([^"“”]*)["“”]?|(\S+))/g;
  const labels = { completed: "已完成", phase_completed: "阶段性完成", in_progress: "正在整改", not_completed: "未完成", unstated: "未注明" };
  const codes = Object.keys(labels);
  const bodies = ["科学技术局", "教育局", "民政局", "财政局", "自然资源局", "交通运输局", "水务局", "农业农村局", "卫生健康局", "应急管理局", "审计局", "统计局"];
  const problems = [
    "科技特派员管理不到位，考核流于形式，派而不驻的现象时有发生。",
    "履行全面从严治党主体责任有差距，廉政谈话走过场。",
    "专项经费使用不规范，“三公”经费管控不严，清府办〔2018〕12号文件要求没有落实。",
    "群众诉求办理不及时，热线电话 0999-0123456 无人接听，" + "部分窗口推诿扯皮，".repeat(6) + "群众反映强烈。",
    '危险的文字：<img src=x onerror="window.hacked=1"> 与 R&D 经费<script>window.hacked=1</script>',
  ];
  const issues = [];
  bodies.forEach((body, b) => problems.forEach((problem, p) => issues.push({
    id: `body-${b}#issue-${p + 1}`, url: `notices/body-${b}/#issue-${p + 1}`, number: `${p + 1}.`,
    problem, text: `（1）修订${body}科技特派员考核办法，每季度抽查一次；（2）组织学习，整改到位。`,
    status: codes[(b + p) % 5], sustained: (b + p) % 5 === 0,
    organization: `中共示例市${body}党组`, region: b % 3 ? "示例市" : "示例县",
    year: String(2024 - (b % 3)), theme: p % 2 ? "作风建设" : "科技管理",
    date: `${2024 - (b % 3)}-0${(b % 9) + 1}-15`,
    notice: { url: `notices/body-${b}/`, title: `中共示例市${body}党组关于市委巡察整改进展情况的通报` },
  })));

  const fold = (text) => text.toLowerCase().replace(/[\s\p{P}]/gu, "");
  G.parseQuery = (text) => {
    const terms = [];
    TERM.lastIndex = 0;
    for (let found; (found = TERM.exec(text)); ) {
      const word = (found[2] || found[3] || "").replace(/\s/g, "");
      const literal = found[2] && fold(word) !== word ? word : null;
      terms.push({ text: word, folded: fold(word), literal, excluded: Boolean(found[1]) });
    }
    return terms;
  };
  G.findRuns = (text, terms) => {
    // Folds character by character, keeping where each came from.
    const kept = [];
    for (let i = 0; i < text.length; i++) for (const c of fold(text[i])) kept.push([c, i]);
    const folded = kept.map((pair) => pair[0]).join("");
    const found = [];
    for (const term of terms.filter((t) => !t.excluded)) {
      const word = term.folded;
      for (let at = folded.indexOf(word); word && at >= 0; at = folded.indexOf(word, at + word.length)) {
        found.push({ start: kept[at][1], end: kept[at + word.length - 1][1] + 1 });
      }
    }
    return found.sort((a, b) => a.start - b.start);
  };
  function runs(text, terms) {
    const parts = [];
    let end = 0;
    for (const run of G.findRuns(text, terms)) {
      if (run.start < end) continue;
      parts.push({ text: text.slice(end, run.start), marked: false }, { text: text.slice(run.start, run.end), marked: true });
      end = run.end;
    }
    return parts.concat({ text: text.slice(end), marked: false });
  }

  G.store = { about: () => Promise.resolve(), folds: () => Promise.resolve() };

  // The answers to 慢, and all while `slow` is set, wait until a test calls `waiting`.
  G.stub = { failures: 0, slow: false, requests: [], waiting: [] };

  G.search = async (request) => {
    G.stub.requests.push(request);
    await new Promise((done) => (request.q === "慢" || G.stub.slow ? G.stub.waiting.push(done) : setTimeout(done, 20)));
    if (G.stub.failures-- > 0) throw new Error("a shard could not be loaded");
    const slow = request.q === "较早" && !request.more;
    const words = ["较早", "约", "慢", "大站"].includes(request.q) ? [] : G.parseQuery(request.q);
    const has = (issue, word) => fold(issue.problem + issue.text).includes(word.folded) !== word.excluded;
    const inFacets = (issue, but) => Object.keys(request.facets).every((name) =>
      name === but || !request.facets[name].length || request.facets[name].includes(issue[name]));
    const found = issues.filter((issue) => words.every((word) => has(issue, word)));
    let hits = found.filter((issue) => inFacets(issue));
    if (slow) hits = hits.slice(0, 5);
    if (request.sort === "date") hits.sort((a, b) => (a.date < b.date ? 1 : -1));
    const page = request.page;
    const wanted = words.filter((word) => !word.excluded);
    const facets = {};
    for (const name of Object.keys(request.facets)) {
      const values = [...new Set(issues.map((issue) => issue[name]))];
      facets[name] = values.map((value) => ({
        value, label: name === "status" ? labels[value] : value,
        count: found.filter((issue) => inFacets(issue, name) && issue[name] === value).length,
        selected: request.facets[name].includes(value),
      })).sort((a, b) => b.count - a.count);
    }
    // A large site counts its themes when somebody asks; another has none.
    if (request.q === "大站" && !request.themes) facets.theme = null;
    if (request.q === "约") facets.theme = [];
    const holdsWord = (body) => request.q === "约" || wanted.some((w) => `示例市${body}0999-7654321`.includes(w.text));
    const notices = bodies.map((body, b) => ({ body, b })).filter((n) => holdsWord(n.body));
    const inNotices = request.in === "notices";
    const noticesFrom = inNotices ? (page - 1) * NOTICES_PER_PAGE : 0;
    const noticesShown = inNotices ? NOTICES_PER_PAGE : page === 1 ? 3 : 0;
    const pages = inNotices ? Math.ceil(notices.length / NOTICES_PER_PAGE) : Math.ceil(hits.length / PER_PAGE);
    return {
      terms: words.map((word) => ({ text: word.text, excluded: word.excluded,
        count: word.excluded ? null : issues.filter((issue) => has(issue, word)).length })),
      total: hits.length, approximate: request.q === "约", partial: slow, page, pages,
      issues: (inNotices ? [] : hits.slice((page - 1) * PER_PAGE, page * PER_PAGE)).map((issue) => ({
        id: issue.id, url: issue.url, number: issue.number, status: issue.status,
        statusLabel: labels[issue.status], sustained: issue.sustained,
        title: runs(issue.problem, wanted), excerpt: runs(issue.text, wanted),
        notice: { ...issue.notice, organization: issue.organization, region: issue.region, date: issue.date },
      })),
      notices: notices.map(({ body, b }) => ({
        url: `notices/body-${b}/`, title: runs(`中共示例市${body}党组关于市委巡察整改进展情况的通报`, wanted),
        excerpt: runs("电话：0999-7654321；邮箱：slxmzj@example.com", wanted),
        organization: `中共示例市${body}党组`, region: "示例市", date: "2024-05-15",
      })).slice(noticesFrom, noticesFrom + noticesShown),
      noticesTotal: notices.length, facets,
    };
  };

  G.suggest = async (q) => {
    const words = G.parseQuery(q);
    const found = issues.filter((issue) => words.every((word) => fold(issue.problem).includes(word.folded))).slice(0, 5);
    return {
      issues: found.map((issue) => ({ url: issue.url, title: runs(issue.problem, words), organization: issue.organization })),
      organizations: bodies.filter((body) => body.includes(q)).slice(0, 3).map((body) => ({ value: `中共示例市${body}党组`, count: 5 })),
      themes: ["科技管理", "作风建设"].filter((theme) => theme.includes(q)).map((value) => ({ value, count: null })),
    };
  };
})();
