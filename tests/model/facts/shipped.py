"""The shipped tables as they stand, and the members of the United Nations."""

from __future__ import annotations

import pandas as pd

from sovereigns.model.facts.tables import DATA, read_lines

# Written by continent, apart from the tables and from any package.
AFRICA = """
DZA AGO BEN BWA BFA BDI CPV CMR CAF TCD COM COG COD CIV DJI EGY GNQ ERI SWZ ETH GAB GMB GHA GIN GNB KEN
LSO LBR LBY MDG MWI MLI MRT MUS MAR MOZ NAM NER NGA RWA STP SEN SYC SLE SOM ZAF SSD SDN TZA TGO TUN UGA
ZMB ZWE
"""
AMERICAS = """
ATG ARG BHS BRB BLZ BOL BRA CAN CHL COL CRI CUB DMA DOM ECU SLV GRD GTM GUY HTI HND JAM MEX NIC PAN PRY
PER KNA LCA VCT SUR TTO USA URY VEN
"""
ASIA = """
AFG ARM AZE BHR BGD BTN BRN KHM CHN CYP GEO IND IDN IRN IRQ ISR JPN JOR KAZ KWT KGZ LAO LBN MYS MDV MNG
MMR NPL PRK OMN PAK PHL QAT SAU SGP KOR LKA SYR TJK THA TLS TUR TKM ARE UZB VNM YEM
"""
EUROPE = """
ALB AND AUT BLR BEL BIH BGR HRV CZE DNK EST FIN FRA DEU GRC HUN ISL IRL ITA LVA LIE LTU LUX MLT MDA MCO
MNE NLD MKD NOR POL PRT ROU RUS SMR SRB SVK SVN ESP SWE CHE UKR GBR
"""
OCEANIA = "AUS FJI KIR MHL FSM NRU NZL PLW PNG WSM SLB TON TUV VUT"
MEMBERS = sorted(" ".join((AFRICA, AMERICAS, ASIA, EUROPE, OCEANIA)).split())

Rows = list[dict[str, str]]


def raw(name: str) -> pd.DataFrame:
    lines = read_lines(DATA / f"{name}.csv")
    return pd.DataFrame([row for _, row in lines.rows], columns=list(lines.header))
