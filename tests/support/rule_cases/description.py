from support.rule_cases.case import Case

CASES: list[Case] = []
