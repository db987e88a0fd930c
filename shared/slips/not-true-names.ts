/**
 * What stands in a name's cell and is no name on a certificate: what neighbours call a person (老杨, 舒嫂, 邓发妈), the person who came for another (谢梅英代),
 * an office (村委会), or that the person is not known yet (待定, 向某). Data before code.
 */

import { isCompoundSurname } from '../person/masking.ts';
import { COMMON_SURNAMES } from './common-surnames.ts';

/** What others call a person, at the end of the text. */
const CALLED_AFTER =
  /(?:先生|女士|同志|老人|师傅|老师|医生|老板|主任|书记|支书|村长|组长|会计|队长|媳妇|老婆|老公|丈夫|妻子?|爱人|儿子?|崽|伢|女儿?|孙子?|孙女|媳|女婿|女儿女婿|母亲?|父亲?|妈妈?|爸爸?|爹爹?|娘娘|家娘|娭毑|奶奶?|爷爷|公公|婆婆?|婆娘|嫂子?|嫂嫂|婶婶?|叔叔|伯伯|姑姑|姑妈|姨妈?|舅舅|舅妈|哥哥|姐姐|弟弟|妹妹|大[爷伯叔妈娘哥姐嫂]|阿姨|老[头太表]|妹子|家属|家人|家里|亲属|之[子女妻夫父母孙媳]|的\p{Script=Han}{1,2}|那[个家]|屋里|代|代[办签领交写报收]|转交?|替)$/u;
/** Words for relatives that end true names as well (王小妹, 李招弟): two characters make no given name of them. */
const CALLED_AFTER_SURNAME = /^.(?:叔|伯|哥|姐|弟|妹|姑|娘|爷|公|总|工|师|头|老|氏|某|嫂|婶)$/u;
/** Ends of true names that the first list would take for relatives: 刘玉儿, 陈小女, 李天孙. */
const TRUE_ENDS = /^\p{Script=Han}{2}[儿女孙]$/u;
/** 老杨, 小李, 阿芳. */
const CALLED_BEFORE = /^[老小阿]\p{Script=Han}{1,2}$/u;
/** 大杨; 代张三, where a surname follows: 代 is a surname as well. */
const BEFORE_SURNAME = /^大(.)$|^[代替帮](.)\p{Script=Han}{1,2}$/u;
/** 石老二, 田寡妇, 舒满小孩; 本人 or a group beside the name: 户主舒满, 三组舒满. */
const CALLED_SO =
  /老[大二三四五六七八九幺满]$|寡妇$|[小细][孩伢]$|孩子$|伢[子崽]$|崽崽$|.{2}[的氏公婆]$|本人$|.{3}村$|^(?:户主|五保|低保|脱贫|残疾|党员).{2}|^第?[一二三四五六七八九十]+[组队]./u;
/** 黑皮, 二狗, 胖子, 眼镜: what a village calls a man. First characters that are no surname, and ends that no true name has. */
const NICKNAME =
  /^[二三四五六七八九十黑胖瘦矮癞瞎聋哑跛瘸驼秃疤细幺]\p{Script=Han}$|^.[子狗伢娃牯]$|^(?:眼镜|哑巴|罗锅|光头|四眼|结巴)$/u;
/** 满满, 秀秀, unless it begins with a surname. */
const DOUBLED = /^(.)\1$/u;
/** 向某, 某某, 李某某. */
const UNNAMED = /某/u;
const OFFICE =
  /(?:村委会?|居委会?|委员会|村支[部委]|村部|合作社|经济社|村民?[小]?组|公司|学校|[小中]学|幼儿园|敬老院|卫生[室院]|养殖场|超市|商店|经营部|政府|办公室|中心|派出所|信用社)$/u;
const PLACEHOLDER =
  /^(?:待[定查补核填办]|未[知定填详]|不[明清知祥详]|空[白缺]|暂[无缺]|缺|同名|重名|本人|户主|户内|家属|家人|亲属|亲戚|代办|代领|测试|作废|取消|合计|见附[件表单]|附[后表件]|如[下上]|(?:五保|低保|脱贫|监测|贫困|困难|特困)户?|[农住散]户|全[村组体家户部]|全[村组体]\p{Script=Han}{1,2}|本[村组人户]|各[组户]|党员|群众|村民|居民|老百姓|[一二三四五六七八九十\d]+组|[上下中前后]\p{Script=Han}组|签[字名]|姓名|无名氏?)$/u;

function calledBySurname(text: string): boolean {
  const [, alone, given] = BEFORE_SURNAME.exec(text) ?? [];
  return COMMON_SURNAMES.has(alone ?? given ?? '');
}

/** Returns whether this text of Han characters is no name that stands on a certificate. A true name that looks so is asked about, never lost. */
export function isNotTrueName(text: string): boolean {
  if (isCompoundSurname(text) || (DOUBLED.test(text) && !COMMON_SURNAMES.has(text.charAt(0)))) return true;
  if (
    [NICKNAME, UNNAMED, CALLED_BEFORE, CALLED_SO, CALLED_AFTER_SURNAME, OFFICE, PLACEHOLDER].some((words) =>
      words.test(text),
    )
  )
    return true;
  return calledBySurname(text) || (CALLED_AFTER.test(text) && !TRUE_ENDS.test(text));
}
