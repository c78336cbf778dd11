"""How often characters are in documents of this kind."""

from __future__ import annotations

# About so many in ten thousand characters; measured over notices, and no more than a guess.
_OFTEN = (
    (450, "\0"),  # between two texts
    (150, "，。、的012"),
    (70, "改整学项党实组一对）（作局工题是业月不：会市3日6789"),
    (35, "在人和年成目开理行45情部问进员管况务中已发查专家校关个政到制定任责期清办议建教"),
    (35, "落并名"),
    (25, "重报度公结展；《》意三全长“”资规上提评要生位区出新察同核单次企用导加现强审等分"),
    (25, "研织"),
    (18, "方体持巡主化完机.见有二面室大以了干推与领合力习时严求程于果立委各"),
    (12, "法为职入件源收后计设动通决事由场存村育农按子班反记效监验划下高回统课治格经及服性"),
    (12, "坚金"),
    (9, "保每前术续门策正调师明补把逐共批支确远级督自相照安信县创复点条过集施活案取四做所"),
    (9, "话风"),
    (9, "台文心示召乡申检至产纪内考来城特形价将派号元岗流好例交向解平万处账书培接据民认户"),
    (9, "系参"),
)
FREQUENCIES = {char: often for often, chars in _OFTEN for char in chars}
OF_OTHERS = 2
